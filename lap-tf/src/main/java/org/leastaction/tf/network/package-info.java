/**
 * The architectures: what their encoder, blocks and classifier compute, said once for training and inference alike.
 */
package org.leastaction.tf.network;
