import type { Control } from '../control/control';
import type { Simulation } from '../simulation';
import type { Html } from './html';

/** What a section is shown from and what its buttons act on. */
export interface PageContext {
	simulation: Simulation;
	control: Control;
}

/** What a button does with the fields of its form; returns what is said about it at the top of the page. */
export type PageAction = (context: PageContext, fields: URLSearchParams) => string | Promise<string>;

/** A section of the page at `/`. Each file in `sections/` makes one. */
export interface Section {
	/** Its anchor; its buttons post to `/_page/<id>/<name of the action>`. */
	id: string;
	title: string;
	/** Its content, below the title. Rendered anew every two seconds. */
	render(context: PageContext): Html;
	/** By name; a thrown error is said at the top of the page. */
	actions?: Record<string, PageAction>;
}
