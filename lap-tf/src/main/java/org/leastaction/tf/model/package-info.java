/**
 * Trained networks: their weights, the folder that stores them, and the flow that runs them.
 */
package org.leastaction.tf.model;
