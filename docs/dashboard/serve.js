// Serves dist/ to this machine: browsers run no modules out of plain files.
//
//   node serve.js [PORT]     0, the default, takes a free port; prints the address
import {createServer} from "node:http";
import {readFile} from "node:fs/promises";
import {extname, join, normalize} from "node:path";
import {fileURLToPath} from "node:url";

const root = fileURLToPath(new URL("dist", import.meta.url));
const types = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"};

const server = createServer(async (request, response) => {
  try {
    let path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    if (path.endsWith("/")) path += "index.html";
    const content = await readFile(join(root, normalize(path)));
    response.setHeader("Content-Type", `${types[extname(path)] ?? "application/octet-stream"}; charset=utf-8`);
    response.end(content);
  } catch {
    response.statusCode = 404;
    response.end("not found\n");
  }
});

server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});
