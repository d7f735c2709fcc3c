/**
 * The native TensorFlow library: loading it, its version and its devices.
 */
package org.leastaction.tf.engine;
