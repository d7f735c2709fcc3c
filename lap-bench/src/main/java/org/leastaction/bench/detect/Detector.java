package org.leastaction.bench.detect;

/** The detectors that are compared. Each gives a score that is greater for abnormal inputs. */
public enum Detector {

    /** Boosted stumps on norms and angles of the residues, fitted to clean inputs and to those of one attack. */
    TRANSPORT("transport", "transport features"),
    /** −ln of the greatest class probability; needs no fit. */
    MAX_SOFTMAX("max_softmax", "max-softmax"),
    /** Distance of the last state to the nearest class mean; fitted to clean inputs. */
    MAHALANOBIS("mahalanobis", "Mahalanobis");

    private final String key;
    private final String title;

    Detector(String key, String title) {
        this.key = key;
        this.title = title;
    }

    public String key() {
        return key;
    }

    public String title() {
        return title;
    }
}
