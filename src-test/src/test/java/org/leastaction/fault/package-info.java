/**
 * Failing disks and power failures, simulated: a file system provider between the program and the real one counts, fails
 * and records every operation that changes something.
 */
package org.leastaction.fault;
