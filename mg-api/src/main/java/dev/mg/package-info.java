/**
 * What programs and protocol modules compile against: manager, connection, handler, events,
 * buffers.
 *
 * <p><b>Thread rule of the whole package:</b> a manager and everything reached through it belong to
 * the thread that created the manager. Only {@link dev.mg.MgManager#wakeup}, {@link
 * dev.mg.MgManager#execute} and the types documented as immutable are for any thread.
 */
@NullMarked
package dev.mg;

import org.jspecify.annotations.NullMarked;
