/** The {@code lap} command end to end, on the TensorFlow backend: what it writes, and what it refuses. */
package org.leastaction.command;
