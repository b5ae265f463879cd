import { resolve } from "node:path";
import { build } from "./build";
import { measureIn } from "./child";
const root = resolve(__dirname, "..");
build(root).then((folder) => measureIn(folder, process.argv[3] ?? "batches", { root, effort: Number(process.argv[2] ?? 0.2) }, process.argv.slice(4))).then((r) => console.log(JSON.stringify(r, null, 1)));
