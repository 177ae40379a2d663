/** A small strict command line: options are declared, anything else is an error. */
@NullMarked
package dev.mg.examples.cli;

import org.jspecify.annotations.NullMarked;
