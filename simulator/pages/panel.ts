/** A partner as the page at `/` shows it: what it holds, and what people do there. */
export interface Panel {
	/** In one word each: the number of credits, of logins. */
	facts: Array<[name: string, value: string | number]>;
	/** Steps that belong to nothing listed, as a mover who opts in. */
	steps: Step[];
	lists: PanelList[];
}

/** What a partner holds of one kind. */
export interface PanelList {
	title: string;
	/** What the page says while there is none. */
	whenEmpty: string;
	/** How many there are, of which `rows` may show the newest. */
	total: number;
	/** Newest first. */
	rows: Row[];
}

/** One thing that a partner holds. */
export interface Row {
	/** Unique among the rows of the partner. */
	id: string;
	/** What people call it: the tenant, the property. Buttons are named by it. */
	name: string;
	/** What else is known of it, in the order in which it is read. */
	details: string[];
	status?: string;
	/** The page that a person is sent to. */
	link?: { words: string; url: string };
	steps?: Step[];
	/** What belongs to it, newest first: the tenants of an order, the checks of a property. */
	rows?: Row[];
}

/** What a person does at a partner: a button that calls a control action. */
export interface Step {
	/** Who does what: `Tenant opens the link`. */
	words: string;
	/** The control action. */
	action: string;
	input?: Record<string, unknown>;
	/** What may be chosen with it, each added to the input. */
	choices?: { label: string; options: Choice[] };
}

/** One of several inputs of a step. */
export interface Choice {
	words: string;
	input: Record<string, unknown>;
}

/** The newest of a list that is kept oldest first, as rows: more are not shown. */
export function newest<Kept>(kept: readonly Kept[], toRow: (one: Kept) => Row): Row[] {
	return kept.slice(-MOST_ROWS).reverse().map(toRow);
}

/** More would be slow to draw every two seconds, and nobody reads them. */
export const MOST_ROWS = 20;

/** A time as people read it, to the minute: `2025-03-01 09:30`. */
export function shortTime(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ');
}
