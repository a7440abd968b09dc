import type { IDataObject } from 'n8n-workflow';

import type { State } from '../../simulator/http/server';
import { PAT } from '../partners/smartMove/calls';

type Partners = State['partners'];

/** How often what an operation does has been done at the partner for one input item of `test/operations/table.ts`. */
type Effect = (partners: Partners, item: IDataObject) => number;

/** 1 for what is either done or not. */
const once = (isDone: boolean | undefined) => (isDone ? 1 : 0);
const movemApplication = ({ movem }: Partners, id: unknown) =>
	movem.applications.find((application) => application.id === id);
const property = ({ sprove }: Partners, id: unknown) => sprove.properties.find((one) => one.id === id);
const screening = ({ smartMove }: Partners, id: unknown) =>
	smartMove.applications.find(({ applicationId }) => applicationId === id);
const applicantsOf = (partners: Partners, { id }: IDataObject) =>
	(screening(partners, id)?.applicants ?? []).map(({ email }) => email);
const orders: Effect = ({ smartMove }, { customer }) =>
	smartMove.applications.filter(({ customerReference }) => customerReference === customer).length;

/** By operation, as in `OPERATIONS`; those that are missing change nothing. */
export const EFFECTS: Record<string, Effect> = {
	'movem application create': ({ movem }, { email }) =>
		movem.applications.filter((application) => application.email === email).length,
	'movem application update': (partners, { id }) =>
		once(movemApplication(partners, id)?.name === `New name of ${String(id)}`),
	'movem application delete': (partners, { id }) =>
		once(movemApplication(partners, id)?.status === 'REVOKED'),
	'movingPortal referral create': (partners, { reference }) =>
		partners.movingPortal.referrals.filter(
			({ referral }) => referral.cases[0]?.uniqueIntegrationReference === reference,
		).length,
	'smartMove application create': ({ smartMove }, { customer }) =>
		smartMove.hosted.filter(({ customerReference }) => customerReference === customer).length,
	'smartMove application createNative': orders,
	'smartMove application createAndWait': orders,
	'smartMove application cancel': (partners, { id }) => once(screening(partners, id)?.status === 'Cancelled'),
	'smartMove applicant add': (partners, item) =>
		applicantsOf(partners, item).filter((email) => email === PAT).length,
	'smartMove applicant delete': (partners, item) =>
		once(!applicantsOf(partners, item).includes(String(item.email))),
	'sprove property create': ({ sprove }, { name }) =>
		sprove.properties.filter((one) => one.name === name).length,
	'sprove property update': (partners, { id }) =>
		once(property(partners, id)?.name === `New name of ${String(id)}`),
	'sprove property delete': (partners, { id }) => once(property(partners, id)?.deleted),
};
