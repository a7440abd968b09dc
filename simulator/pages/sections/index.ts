import type { Section } from '../section';
import { clock } from './clock';
import { faults } from './faults';
import { magicValues } from './magicValues';
import { partners } from './partners';
import { postbacks } from './postbacks';
import { requests } from './requests';
import { scenarios } from './scenarios';

/** The section that has the most room. */
export const FIRST_SECTION: Section = partners;

/** The sections below it, or beside it where there is room, in their order. */
export const OTHER_SECTIONS: Section[] = [requests, postbacks, faults, magicValues, clock, scenarios];

/** Every section of the page at `/`. */
export const SECTIONS: Section[] = [FIRST_SECTION, ...OTHER_SECTIONS];
