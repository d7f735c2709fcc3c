package org.leastaction.bench.analysis;

/** What can be measured of a flow, in groups that are chosen and timed together. */
public enum Metric {
    /** Accuracy, calibration, margins, confusion. */
    ACCURACY,
    /** Transport cost, action, displacement, straightness. */
    COST,
    /** Distance from optimal transport. */
    GAP,
    /** Hölder regularity of the whole map, singular samples. */
    HOLDER,
    /** Regularity and separation of classes, block by block. */
    BLOCKS,
    /** Jacobians of the map and of its blocks. */
    JACOBIAN,
    /** Dimension of the frontier between classes. */
    FRONTIER,
    /** Accuracy under attacks and noise. */
    ROBUSTNESS
}
