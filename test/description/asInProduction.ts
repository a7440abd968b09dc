/** In its own tests, which it takes every Jest run for, the lint plugin does not look at file names. Import first. */
process.env.NODE_ENV = 'production';
