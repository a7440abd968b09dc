const { dest, parallel, src } = require('gulp');

/** Icons and codex files: n8n finds them beside the compiled node or credential. */
const nodeAssets = () => src('nodes/**/*.{svg,json}', { encoding: false }).pipe(dest('dist/nodes'));
const credentialAssets = () =>
	src('credentials/**/*.svg', { encoding: false, allowEmpty: true }).pipe(dest('dist/credentials'));

exports.build = parallel(nodeAssets, credentialAssets);
