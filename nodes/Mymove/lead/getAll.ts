import {
	choice,
	collection,
	date,
	flag,
	number,
	shownFor,
	cutToLimit,
	returnAllFields,
	wantedCount,
	simplifyField,
} from '../../shared/fields';
import { defineOperation } from '../../shared/operation';
import { collectPages } from '../../shared/http';
import { clientIdOf, otherClient } from '../api';
import { everyLead, identity } from './list';
import { simplified } from './simplified';
import { query, slicesByDay, type TimeRange } from './window';

const withRange = (range: TimeRange['timeRange']) => ({ timeRange: [range] });

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
			withRange('lastHours'),
			number({
				displayName: 'Hours',
				default: 24,
				min: 1,
				required: true,
				description: 'How many hours back from now',
			}),
		),
		days: shownFor(
			withRange('lastDays'),
			number({
				displayName: 'Days',
				default: 7,
				min: 1,
				required: true,
				description: 'How many days of 24 hours back from now',
			}),
		),
		start: shownFor(
			withRange('between'),
			date({ displayName: 'Start', required: true, description: 'Beginning of the span' }),
		),
		end: shownFor(
			withRange('between'),
			date({ displayName: 'End', required: true, description: 'End of the span, later than its start' }),
		),
		...returnAllFields,
		simplify: simplifyField(),
		options: collection({
			displayName: 'Options',
			placeholder: 'Add Option',
			fields: {
				clientId: otherClient,
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
		const wanted = wantedCount({ returnAll, limit });
		const leads = await collectPages({
			cursors: options.splitByDay ? slicesByDay(range, Date.now()) : [query(range)],
			fetch: async (slice) => await everyLead(clientId, slice, context),
			identity,
			limit: wanted + 1,
		});
		return cutToLimit(leads, wanted, 'leads', context).map((lead) =>
			simplify ? simplified(lead) : { ...lead },
		);
	},
});
