import {
	choice,
	collection,
	date,
	flag,
	number,
	shownFor,
	cutToLimit,
	returnAllFields,
	limitOf,
	simplifyField,
} from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { collectPages } from '../../shared/http';
import { clientIdOf, otherClientId } from '../api';
import { everyLead, identityOf } from './list';
import { simplified } from './simplified';
import { queryOf, dailyQueries, type TimeRange } from './window';

const shownForRange = (range: TimeRange['timeRange']) => ({ timeRange: [range] });

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many leads',
	description: 'Retrieve the movers who opted in during a span of time, oldest first',
	contract: 'findLeads',
	fields: {
		timeRange: choice<TimeRange['timeRange']>({
			displayName: 'Time Range',
			default: 'lastHours',
			description: 'Which leads to retrieve, by the time they opted in',
			options: [
				{ name: 'Between Two Dates', value: 'between' },
				{ name: 'Everything', value: 'all', description: 'No restriction; can be very many' },
				{ name: 'Last Days', value: 'lastDays' },
				{ name: 'Last Hours', value: 'lastHours' },
			],
		}),
		hours: shownFor(
			shownForRange('lastHours'),
			number({
				displayName: 'Hours',
				default: 24,
				min: 1,
				required: true,
				description: 'How many hours back from now',
			}),
		),
		days: shownFor(
			shownForRange('lastDays'),
			number({
				displayName: 'Days',
				default: 7,
				min: 1,
				required: true,
				description: 'How many days of 24 hours back from now',
			}),
		),
		start: shownFor(
			shownForRange('between'),
			date({ displayName: 'Start', required: true, description: 'Beginning of the span' }),
		),
		end: shownFor(
			shownForRange('between'),
			date({ displayName: 'End', required: true, description: 'End of the span, later than its start' }),
		),
		...returnAllFields,
		simplify: simplifyField(),
		options: collection({
			displayName: 'Options',
			placeholder: 'Add Option',
			fields: {
				clientId: otherClientId,
				splitByDay: flag({
					displayName: 'Split by Day',
					description:
						'Whether to ask for each day on its own, so that a long range needs little memory at a time. Not for Everything.',
				}),
			},
		}),
	},
	check({ timeRange, start, end, options }, panel) {
		if (start && end && start >= end) panel.inside('End').addIssue('must be later than Start');
		if (timeRange === 'all' && options?.splitByDay)
			panel.inside('Options → Split by Day').addIssue('cannot be used with Everything');
	},
	async run({ simplify, options, returnAll, limit, ...range }, context) {
		const clientId = clientIdOf(options.clientId, context);
		const maxLeads = limitOf({ returnAll, limit });
		const leads = await collectPages({
			cursors: options.splitByDay ? dailyQueries(range, Date.now()) : [queryOf(range)],
			fetch: async (query) => await everyLead(clientId, query, context),
			identityOf,
			limit: maxLeads + 1,
		});
		return cutToLimit(leads, maxLeads, 'leads', context).map((lead) =>
			simplify ? simplified(lead) : { ...lead },
		);
	},
});
