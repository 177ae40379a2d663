/** One file an example, and the command line that starts them. */
@NullMarked
package dev.mg.examples;

import org.jspecify.annotations.NullMarked;
