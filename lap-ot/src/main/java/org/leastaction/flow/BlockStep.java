package org.leastaction.flow;

import org.leastaction.points.FloatPoints;

/**
 * The action of one residual block on one batch: {@code output = shortcut + residue}.
 *
 * <p>The arrays belong to the model and may be reused after the observer returns: copy any data that is kept.
 *
 * @param segment  index of the segment, from 0
 * @param block    index of the block over all segments, from 0
 * @param shortcut shortcut(x<sub>k</sub>), [n, d]; x<sub>k</sub> itself if the shortcut is the identity
 * @param residue  v<sub>k</sub>(x<sub>k</sub>), [n, d]: what the block adds
 * @param output   x<sub>k+1</sub>, [n, d]
 */
public record BlockStep(int segment, int block, FloatPoints shortcut, FloatPoints residue, FloatPoints output) {}
