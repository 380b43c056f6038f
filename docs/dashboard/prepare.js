// Before a build: throws away the figures of the last one, and keeps the build off the net.
//
// Framework has a library of optional imports, none of which this dashboard makes, and asks
// the registry for the newest version of each, unless its cache has one.  An empty directory
// is enough.  A page that does make such an import asks for a version which is not there.
import {mkdirSync, readFileSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";

const cache = "src/.observablehq/cache";
const client = "node_modules/@observablehq/framework/dist/client";

rmSync(cache, {recursive: true, force: true});
for (const directory of [client, join(client, "stdlib")]) {
  for (const file of readdirSync(directory).filter((name) => name.endsWith(".js"))) {
    const source = readFileSync(join(directory, file), "utf8");
    for (const [, name] of source.matchAll(/"npm:((?:@[^/"]+\/)?[^@/"]+)/g)) {
      mkdirSync(join(cache, "_npm", `${name}@0.0.0`), {recursive: true});
    }
  }
}
