import type { Section } from '../section';
import { clock } from './clock';
import { faults } from './faults';
import { magicValues } from './magicValues';
import { partners } from './partners';
import { postbacks } from './postbacks';
import { requests } from './requests';
import { scenarios } from './scenarios';

/** The sections of the page at `/`, in their order. */
export const SECTIONS: Section[] = [partners, requests, postbacks, faults, magicValues, clock, scenarios];
