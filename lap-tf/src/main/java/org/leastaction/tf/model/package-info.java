/**
 * Trained networks: their weights, the folder that keeps them, and the flow that runs them.
 */
package org.leastaction.tf.model;
