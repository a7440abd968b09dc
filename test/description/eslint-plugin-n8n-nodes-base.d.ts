/** The plugin brings no types; this is what is used of it here. */
declare module 'eslint-plugin-n8n-nodes-base' {
	import type { ESLint, Linter } from 'eslint';

	export const configs: Record<'community' | 'credentials' | 'nodes', { rules: Linter.RulesRecord }>;
	export const rules: ESLint.Plugin['rules'];
}
