package org.leastaction.bench.study.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.leastaction.bench.study.DataSums;

/**
 * The data that a child process needs besides its units: plain values, with which its results equal those of its
 * parent.
 *
 * @param version          version and commit of the program, which must be those of the child
 * @param seed             seed of the whole study
 * @param threads          threads of one operation; results depend on their number
 * @param analysisThreads  threads of the measurements
 * @param measure          name of a {@link org.leastaction.bench.study.Study.Measure}
 * @param dataDir          folder of data sets, searched first; null for none
 * @param encoders         folders of prepared autoencoders by name
 * @param data             sums of the data, with which those of a machine are compared
 * @param checkpoints      folder of the checkpoints of unfinished units; ignored by a child that cannot write there
 * @param timeoutMillis    how long a backend may be unresponsive; 0 for no limit
 */
public record ChildAssignment(
        String version,
        long seed,
        int threads,
        int analysisThreads,
        String measure,
        @Nullable String dataDir,
        Map<String, String> encoders,
        DataSums data,
        String checkpoints,
        long timeoutMillis) {

    // Unknown entries of another version are ignored, so that the difference of versions is reported.
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    public ChildAssignment {
        encoders = new TreeMap<>(encoders);
    }

    /** A copy with another folder of data sets. */
    public ChildAssignment withDataDir(@Nullable String folder) {
        return new ChildAssignment(version, seed, threads, analysisThreads, measure, folder, encoders, data,
                checkpoints, timeoutMillis);
    }

    /** A copy with other folders of prepared autoencoders. */
    public ChildAssignment withEncoders(Map<String, String> folders) {
        return new ChildAssignment(version, seed, threads, analysisThreads, measure, dataDir, folders, data,
                checkpoints, timeoutMillis);
    }

    /** As JSON in UTF-8. */
    public byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an assignment of plain values always has a JSON form", impossible);
        }
    }

    /**
     * Reads what {@link #bytes} wrote; entries that this version does not know are ignored.
     *
     * @throws IOException if the bytes are something else
     */
    public static ChildAssignment of(byte[] bytes) throws IOException {
        try {
            return JSON.readValue(bytes, ChildAssignment.class);
        } catch (JsonProcessingException foreign) {
            throw new IOException("this version of LAP cannot read the assignment of the study's process; install the"
                    + " same version everywhere", foreign);
        }
    }
}
