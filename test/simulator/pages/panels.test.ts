import { Simulation } from '../../../simulator/simulation';
import type { Panel, Row, Step } from '../../../simulator/pages/panel';
import { takeStep } from '../../../simulator/pages/step';
import { PARTNER_NAMES, type PartnerName } from '../../../simulator/partners';
import { mix } from '../../../simulator/random';
import { PAT, SAM } from '../support/screening';
import { REFERRAL } from '../support/referral';

/** What people can do at each partner. */
const STEPS: Record<PartnerName, string[]> = {
	movem: [
		'A person decides',
		'Movem archives it',
		'Movem revokes it',
		'Movem sets the credits',
		'Someone else invites a tenant',
		'Tenant finishes',
		'Tenant lets it expire',
		'Tenant opens the link',
	],
	mymove: ['A mover opts in', 'Movers opt in by themselves'],
	movingPortal: [
		'Another survey is instructed',
		'Every token runs out',
		'The Moving Portal accepts',
		'The Moving Portal rejects',
		'The Moving Portal sends news',
	],
	smartMove: [
		'All tenants do their part, the report becomes ready',
		'It expires',
		'Landlord places the order and pays',
		'Landlord places the order, tenants pay',
		'SmartMove will recommend',
		'Someone else orders a screening',
		'Tenant accepts',
		'Tenant completes the application',
		'Tenant declines',
		'Tenant must phone TransUnion',
		'Tenant proves identity',
		'The report becomes ready',
		'The reports fail',
	],
	sprove: [
		'A tenant is verified: approved',
		'A tenant is verified: not approved',
		'Every token runs out',
		'Someone else adds a property',
		'The check runs out',
		'sprove activates it',
		'sprove approves after all',
		'sprove deactivates it',
		'sprove withdraws the approval',
	],
};

const simulation = new Simulation({ seed: 3, now: '2025-03-01T09:30:00Z' });
afterAll(() => simulation.close());
beforeEach(() => simulation.reset());

const panelOf = (name: PartnerName): Panel => simulation.partners[name].panel();
const rowsOf = (panel: Panel): Row[] => panel.lists.flatMap(({ rows }) => rows);
const within = ({ steps = [], rows = [] }: Row): Step[] => [...steps, ...rows.flatMap(within)];
const stepsOf = (panel: Panel): Step[] => [...panel.steps, ...rowsOf(panel).flatMap(within)];
/** The step with each of its choices, as clicks. */
const clicks = ({ words, action, input, choices }: Step) =>
	(choices?.options ?? [{ input: {} }]).map((choice) => ({
		words,
		action,
		input: { ...input, ...choice.input },
	}));

/** Each row can be told from the others, and in it each button. */
function expectUnique(panel: Panel): void {
	const all = (rows: Row[]): Row[] => rows.flatMap((row) => [row, ...all(row.rows ?? [])]);
	const rows = all(rowsOf(panel));
	const repeated = (texts: string[]) => texts.filter((text, index) => texts.indexOf(text) !== index);
	expect(repeated(rows.map(({ id }) => id))).toEqual([]);
	for (const steps of [panel.steps, ...rows.map((row) => row.steps ?? [])])
		expect(repeated(steps.map(({ words }) => words))).toEqual([]);
}

/** Referrals and forms come from callers only. */
function called(): void {
	const { movingPortal, smartMove } = simulation.partners;
	const answer = (partner: typeof movingPortal | typeof smartMove, operationId: string, body: unknown) =>
		(partner.handlers as Record<string, (request: never) => unknown>)[operationId]?.({
			body,
			path: '',
		} as never);
	answer(movingPortal, 'createReferral', REFERRAL);
	answer(movingPortal, 'createReferral', REFERRAL);
	const Application = { Applicants: [PAT, SAM] };
	answer(smartMove, 'createApplication', { Customer: { referenceId: 'cust-42' }, Application });
}

describe.each(PARTNER_NAMES)('the panel of %s', (name) => {
	it('has every step, each once in its row, and each works in whatever order they are clicked', async () => {
		const seen = new Set<string>();
		for (let n = 0; n < 400; n += 1) {
			if (n % 20 === 0) called();
			expectUnique(panelOf(name));
			const possible = stepsOf(panelOf(name)).flatMap(clicks);
			// Those that nobody has clicked yet come first, so that every one is.
			const unseen = possible.filter(({ words }) => !seen.has(words));
			const from = unseen.length > 0 ? unseen : possible;
			const click = from[mix(n, 7) % from.length]!;
			await takeStep(simulation.partners[name], click.action, click.input);
			seen.add(click.words);
		}
		expect([...seen].sort()).toEqual(STEPS[name]);
	});
});

it('lists what came last first, and says how many there are when not all are shown', () => {
	simulation.partners.movem.controlActions.addApplications({ count: 25 });
	const [applications] = panelOf('movem').lists;
	expect(applications).toMatchObject({ total: 25, rows: { length: 20 } });
	expect(applications?.rows.slice(0, 2).map(({ name }) => name)).toEqual(['Tenant 25', 'Tenant 24']);
});

it('shows a lead that just came first, among those that come by themselves', () => {
	simulation.partners.mymove.controlActions.addLead({ first_name: 'Ada', last_name: 'Quill' });
	const { rows = [] } = panelOf('mymove').lists[0] ?? {};
	expect(rows).toHaveLength(20);
	expect(rows[0]).toMatchObject({ name: 'Ada Quill' });
	const times = rows.map(({ details }) => details.at(-1) ?? '');
	expect(times).toEqual([...times].sort().reverse());
	simulation.partners.mymove.controlActions.setSwitches({ leadsPerDay: 0 });
	expect(panelOf('mymove').lists[0]?.rows).toMatchObject([{ name: 'Ada Quill' }]);
});
