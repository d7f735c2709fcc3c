/**
 * Point clouds: n points of d numbers each, row-major, in single or double precision.
 *
 * <p>Everything in this project that is transported, measured or classified is a {@link org.leastaction.points.Points}.
 * There is no tensor type: an image of 28 × 28 × 1 is a point of 784 numbers, and code that needs the shape stores it
 * separately, as {@link org.leastaction.points.LabelledPoints} does.
 *
 * <pre>{@code
 * DoublePoints x = DoublePoints.of(new double[][] {{0, 0}, {1, 0}});
 * FloatPoints batch = FloatPoints.wrap(pixels, n, 784).rows(0, 128);   // a view, nothing is copied
 * }</pre>
 */
package org.leastaction.points;
