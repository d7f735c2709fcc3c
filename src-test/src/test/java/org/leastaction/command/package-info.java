/** The {@code lap} command end to end, on the TensorFlow backend: its output, and the input that it refuses. */
package org.leastaction.command;
