import type { Partner } from '../partner';

/** Calls a control action of a partner by its name. */
export function takeStep({ provider, controlActions }: Partner, name: string, input: object): unknown {
	const known = Object.hasOwn(controlActions, name) ? controlActions[name] : undefined;
	if (!known) throw new Error(`${provider} has no action ${name}`);
	return (known as (input: unknown) => unknown)(input);
}
