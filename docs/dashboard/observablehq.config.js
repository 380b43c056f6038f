// Data loaders that end in .sql are run by psql: PGHOST, PGDATABASE, PGUSER, PGOPTIONS
// and so on say where the register is, REGISTER the name of its schema.
const schema = process.env.REGISTER || "grants";

export default {
  root: "src",
  output: "dist",
  title: "Grants",
  theme: ["air"],
  interpreters: {
    ".sql": ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-v", `schema=${schema}`, "-f"]
  },
  // One page; nothing that the browser would have to fetch from elsewhere.
  sidebar: false,
  toc: false,
  pager: false,
  search: false,
  globalStylesheets: [],
  footer: ""
};
