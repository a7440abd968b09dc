import type { z } from 'zod';

/** One thing the control interface can do to a partner. It takes one object, which over HTTP is the body. */
export type ControlAction = (input: never) => unknown;

type ActionInput<Schema extends z.ZodTypeAny> =
	undefined extends z.input<Schema> ? [input?: z.input<Schema>] : [input: z.input<Schema>];

/** Creates a control action that checks its input, so that HTTP callers are told what is wrong with it. */
export function controlAction<Schema extends z.ZodTypeAny, Result>(
	schema: Schema,
	run: (input: z.output<Schema>) => Result,
): (...args: ActionInput<Schema>) => Result {
	return (...args) => run(schema.parse(args[0]) as z.output<Schema>);
}
