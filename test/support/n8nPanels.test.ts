/** What n8n makes of a panel's description. The panels rely on it; a newer n8n that changes it fails here first. */
import './environment';
import { NodeHelpers, type INode, type INodeProperties, type INodeTypeDescription } from 'n8n-workflow';

const name: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	required: true,
};
const size: INodeProperties = {
	displayName: 'Size',
	name: 'size',
	type: 'number',
	default: '',
	required: true,
};

const group = (more: Partial<INodeProperties>): INodeProperties => ({
	displayName: 'Group',
	name: 'group',
	type: 'fixedCollection',
	default: {},
	options: [{ displayName: 'Group', name: 'values', values: [name, size] }],
	...more,
});

const description = { properties: [] } as unknown as INodeTypeDescription;
const node = { typeVersion: 1, parameters: {} } as INode;

/** The parameters of a node that was stored with none, as n8n completes them before it runs. */
const completed = (property: INodeProperties) =>
	NodeHelpers.getNodeParameters([property], {}, true, false, node, description);

it('a group that is open by default breaks every node that is stored without it', () => {
	expect(completed(group({}))).toEqual({ group: {} });
	expect(() => completed(group({ default: { values: {} } }))).toThrow(TypeError);
});

it('a list that is open by default does not', () => {
	const list = group({ typeOptions: { multipleValues: true }, default: { values: [{}] } });
	expect(completed(list)).toEqual({ group: { values: [{ name: '', size: '' }] } });
});

it('an empty number is not marked as required, nor is a group', () => {
	const issues = (property: INodeProperties, parameters: INode['parameters'] = {}) =>
		NodeHelpers.getNodeParametersIssues([property], { ...node, parameters }, description)?.parameters ?? {};
	expect(Object.keys(issues(name, { name: '' }))).toEqual(['name']);
	expect(issues(size, { size: '' })).toEqual({});
	expect(issues(group({ required: true }), { group: {} })).toEqual({});
});
