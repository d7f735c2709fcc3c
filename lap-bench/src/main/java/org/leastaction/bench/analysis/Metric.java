package org.leastaction.bench.analysis;

/** The groups of measures of a flow that are chosen and timed together. */
public enum Metric {
    /** Accuracy, calibration, margins, confusion. */
    ACCURACY,
    /** Transport cost, action, displacement, straightness. */
    COST,
    /** Gap to optimal transport. */
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
