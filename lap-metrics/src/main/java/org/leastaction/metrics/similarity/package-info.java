/**
 * Similarity of two representations of the same n samples, whatever their dimensions: both are compared through their
 * Gram matrices, n × n.
 *
 * <pre>{@code
 * GramMatrix x = GramMatrix.of(first, Parallelism.available());
 * GramMatrix y = GramMatrix.of(second, Parallelism.available());
 * KernelAlignment alignment = KernelAlignment.of(x, y);                       // 1 for equal or rotated points
 * double distance = ProcrustesDistance.of(x, y, Parallelism.available());     // 0 for equal or rotated points
 * }</pre>
 */
package org.leastaction.metrics.similarity;
