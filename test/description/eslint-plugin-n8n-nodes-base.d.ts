/** The plugin has no types of its own; these cover what is used here. */
declare module 'eslint-plugin-n8n-nodes-base' {
	import type { ESLint, Linter } from 'eslint';

	export const configs: Record<'community' | 'credentials' | 'nodes', { rules: Linter.RulesRecord }>;
	export const rules: ESLint.Plugin['rules'];
}
