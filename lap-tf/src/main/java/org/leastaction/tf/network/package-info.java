/**
 * The architectures: their encoder, blocks and classifier, defined once for training and inference.
 */
package org.leastaction.tf.network;
