/** The demo: a page that shows what the event loop which serves it does. */
@NullMarked
package dev.mg.examples.demo;

import org.jspecify.annotations.NullMarked;
