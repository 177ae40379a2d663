/** What reaches into microhttp. */
@NullMarked
package org.microhttp;

import org.jspecify.annotations.NullMarked;
