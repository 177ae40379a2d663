/** What authors of transports and protocols test with. */
@NullMarked
package dev.mg.testkit;

import org.jspecify.annotations.NullMarked;
