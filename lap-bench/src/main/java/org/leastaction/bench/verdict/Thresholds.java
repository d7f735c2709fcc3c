package org.leastaction.bench.verdict;

/** The thresholds of all rules, each with its reason. */
final class Thresholds {

    /** With fewer samples, Wilson's 95 % interval of a share is at least 16 points wide: no rule applies. */
    static final int LEAST_SAMPLES = 20;
    /** With fewer seeds, Student's 95 % interval exceeds 3 standard errors: 'no difference' would mean nothing. */
    static final int LEAST_SEEDS = 5;

    /** Displacement as a share of the spread: below a tenth, the map is the identity for most purposes. */
    static final double HARDLY_MOVES = 0.1;
    /** A block that has half of the cost does most of the work. */
    static final double DOMINATES = 0.5;
    /** Twice the even share: no block stands out if none has more. */
    static final double EVEN = 2;

    /** D is at least 90 % of the action: the paths lose less than a tenth by turns and changes of speed. */
    static final double STRAIGHT = 0.9;
    /**
     * Relative distance from the straightness of uncorrelated residues, cost / action, beyond which there is a
     * tendency.
     */
    static final double UNCORRELATED = 0.1;

    /** A common shift, which is optimal, of this share of D: the gap of the rest is at most 1 %. */
    static final double SHIFT = 0.99;
    /**
     * Relative gap of the control from which a small gap means something: five times the largest gap that is called
     * small, {@link org.leastaction.bench.analysis.GapMeasures#VISIBLE_GAP}.
     */
    static final double CONTROL_VISIBLE = 0.05;
    /** Asymmetry of a gradient is 0, of independent entries 0.71; finite differences add less than 0.01. */
    static final double ASYMMETRIC = 0.1;

    /** Hölder exponents of Lipschitz maps are estimated above this (results/validation.md). */
    static final double LIPSCHITZ = 0.9;
    /** A slope over a smaller range of distances (half a decade) is no scaling law. */
    static final double SCALES = 3;
    /** Twice the median of the blocks. */
    static final double STEEP = 2;

    /** Mean confidence and accuracy within this are alike, as for most recalibrated networks. */
    static final double CALIBRATED = 0.02;
    /** An attack breaks a network where less than half of its accuracy is left, at the upper end of the interval. */
    static final double BROKEN = 0.5;
    /** Fewer confusions of two classes are chance. */
    static final int CONFUSIONS = 5;

    /** Three times the mean. */
    static final double STANDS_OUT = 3;
    /** p(label) − p(prediction): the network is at least 95 % sure of another class. */
    static final double CONFIDENTLY_WRONG = -0.9;

    private Thresholds() {}
}
