import { newest, shortTime, type Panel, type Row, type Step } from '../../pages/panel';
import type { PersonPage } from '../../pages/personPage';
import { type MovemAccount, INVITATION, expiresAt, type StoredApplication } from './account';

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
				rows: newest(applications, rowOf),
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
			return {
				title: `A reference for ${property}`,
				facts: {
					Tenant: name,
					Email: email,
					Status: status,
					Reference: referenceId ?? 'none before the link is opened',
					'Link expires': shortTime(expiresAt(application)),
				},
				steps: tenantSteps(application),
			};
		},
	};
}

function rowOf(application: StoredApplication): Row {
	const { id, name, status, property, email, referenceId, link } = application;
	return {
		id,
		name,
		status,
		details: [property, email, ...(referenceId === null ? [] : [`reference ${referenceId}`])],
		link: { words: 'Invitation', url: link },
		steps: [...tenantSteps(application), ...movemSteps(application)],
	};
}

function tenantSteps({ id, status }: StoredApplication): Step[] {
	const input = { id };
	const expire = { words: 'Tenant lets it expire', action: 'expire', input };
	if (status === 'REQUESTED') return [{ words: 'Tenant opens the link', action: 'open', input }, expire];
	if (status === 'IN_PROGRESS') return [{ words: 'Tenant finishes', action: 'complete', input }, expire];
	return [];
}

function movemSteps({ id, status }: StoredApplication): Step[] {
	if (status === 'ARCHIVED') return [];
	const isOpen = ['REQUESTED', 'IN_PROGRESS', 'HOLD'].includes(status);
	return [
		isOpen
			? { words: 'Movem revokes it', action: 'revoke', input: { id } }
			: { words: 'Movem archives it', action: 'archive', input: { id } },
	];
}
