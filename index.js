/**
 * Every node and credential of the pack by its class name, for programs that load
 * the pack without n8n, e.g. `const { Movem } = require('n8n-nodes-moving-partners')`.
 * n8n itself does not read this file: it follows the paths under "n8n" in package.json.
 */
const { nodes, credentials } = require('./package.json').n8n;

module.exports = Object.assign({}, ...[...nodes, ...credentials].map((file) => require(`./${file}`)));
