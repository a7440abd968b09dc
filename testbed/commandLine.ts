import { Command, InvalidArgumentError } from '@commander-js/extra-typings';

/** A command that `npm run` starts; a wrong option prints the usage. */
export const command = (script: string) =>
	new Command(`npm run ${script} --`)
		.configureHelp({ helpWidth: 120 })
		.helpOption('--help', 'show this and do nothing')
		.showHelpAfterError();

/** Reads an option that takes a whole number. */
export function wholeNumber(text: string): number {
	if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
	return Number(text);
}

/** Reads an option that takes a whole number from 1. */
export function count(text: string): number {
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1.');
	return Number(text);
}

/** Reads an option that takes a number from 0, decimals allowed. */
export function amount(text: string): number {
	if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('It takes a number from 0.');
	return Number(text);
}

/** Reads an option that takes a port; 0 stands for a free one. */
export function port(text: string): number {
	const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
	if (!(value < 65_536)) throw new InvalidArgumentError('It takes a port number from 0 to 65535.');
	return value;
}
