/**
 * TensorFlow itself: whether its native code starts on this machine, its version and its devices.
 */
package org.leastaction.tf.engine;
