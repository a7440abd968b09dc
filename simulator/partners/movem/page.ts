import { newest, shortTime, type Panel, type Row, type Step } from '../../pages/panel';
import type { PersonPage } from '../../pages/personPage';
import { type MovemAccount, INVITATION, expiresAt, type StoredApplication } from './account';
import type { StoredReference } from './references';

/** Movem on the page at `/`. */
export function movemPanel(account: MovemAccount): Panel {
	const applications = account.all();
	return {
		facts: [['Credits', account.credits]],
		steps: [
			{
				words: 'Movem sets the credits',
				action: 'setCredits',
				choices: {
					label: 'Credits',
					options: [0, 1, 10, 100].map((credits) => ({ words: String(credits), input: { credits } })),
				},
			},
			{ words: 'Someone else invites a tenant', action: 'addApplications', input: { count: 1 } },
		],
		lists: [
			{
				title: 'Applications',
				whenEmpty: 'None yet. n8n creates one with Movem’s Application: Create.',
				total: applications.length,
				rows: newest(applications, (application) => rowOf(application, account)),
			},
		],
	};
}

/** The page to which Movem’s link leads a tenant. */
export function invitationPage(account: MovemAccount): PersonPage {
	return {
		path: INVITATION,
		show(token) {
			const application = account.findByToken(token);
			if (!application) return undefined;
			const { name, property, email, status, referenceId } = application;
			const reference = account.references.find(referenceId ?? '');
			return {
				title: `A reference for ${property}`,
				facts: {
					Tenant: name,
					Email: email,
					Status: status,
					Reference: reference ? `${reference.id}, ${reference.status}` : 'none before the link is opened',
					'Link expires': shortTime(expiresAt(application)),
				},
				steps: tenantSteps(application),
			};
		},
	};
}

function rowOf(application: StoredApplication, account: MovemAccount): Row {
	const { id, name, status, property, email, link } = application;
	const reference = account.references.find(application.referenceId ?? '');
	return {
		id,
		name,
		status,
		details: [property, email, ...(reference ? [`reference ${reference.id} ${reference.status}`] : [])],
		link: { words: 'Invitation', url: link },
		steps: [...tenantSteps(application), ...movemSteps(application, reference)],
	};
}

function tenantSteps({ id, status }: StoredApplication): Step[] {
	const input = { id };
	const expire = { words: 'Tenant lets it expire', action: 'expire', input };
	if (status === 'REQUESTED') return [{ words: 'Tenant opens the link', action: 'open', input }, expire];
	if (status === 'IN_PROGRESS')
		return [{ words: 'Tenant finishes', action: 'complete', input, choices: OUTCOMES }, expire];
	return [];
}

/** How a reference may end when the tenant has finished. */
const OUTCOMES = {
	label: 'The reference',
	options: [
		{ words: 'passes', input: { outcome: 'PASSED' } },
		{ words: 'fails', input: { outcome: 'FAILED' } },
		{ words: 'is left to a person', input: { outcome: 'REVIEW_NEEDED', hasStatements: true } },
	],
};

/** How a person decides. */
const DECISIONS = {
	label: 'The reference',
	options: [
		{ words: 'passes', input: { status: 'MANUAL_PASSED' } },
		{ words: 'fails', input: { status: 'MANUAL_FAILED' } },
	],
};

function movemSteps({ id, status }: StoredApplication, reference: StoredReference | undefined): Step[] {
	if (status === 'ARCHIVED') return [];
	const isOpen = ['REQUESTED', 'IN_PROGRESS', 'HOLD'].includes(status);
	const decide = reference?.status === 'REVIEW_NEEDED' && {
		words: 'A person decides',
		action: 'decide',
		input: { referenceId: reference.id },
		choices: DECISIONS,
	};
	return [
		...(decide ? [decide] : []),
		isOpen
			? { words: 'Movem revokes it', action: 'revoke', input: { id } }
			: { words: 'Movem archives it', action: 'archive', input: { id } },
	];
}
