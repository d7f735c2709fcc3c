package org.leastaction.bench.study;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.DataSettings;
import org.leastaction.bench.record.Manifest;
import org.leastaction.io.InputFileException;

/**
 * SHA-256 of the data of a study, by which folders and machines notice that they have other data than the study began
 * with. The key is {@link DataSettings#words}; the points are those that seed 0 draws.
 */
public record DataSums(SortedMap<String, String> byData) {

    private static final String ENTRY = "sha256 of the data ";

    public DataSums {
        byData = Collections.unmodifiableSortedMap(new TreeMap<>(byData));
    }

    /** Adds them to the configuration in a manifest. */
    public void addTo(Map<String, Object> configuration) {
        byData.forEach((data, sum) -> configuration.put(ENTRY + data, sum));
    }

    /**
     * These sums and those of a folder to be continued: rows that are not run now may have data of their own. Folders
     * of earlier versions have no sums.
     *
     * @throws InputFileException if records in the folder were made from other data than these
     */
    public DataSums continuing(StudyDirectory directory) throws InputFileException {
        if (directory.records().isEmpty()) {
            return this;
        }
        SortedMap<String, String> all = new TreeMap<>(byData);
        for (Map.Entry<String, String> entry : recorded(directory).entrySet()) {
            Optional<String> data = dataOf(entry.getKey());
            if (data.isEmpty()) {
                continue;
            }
            String there = entry.getValue();
            String here = all.getOrDefault(data.get(), there);
            if (!here.equals(there)) {
                throw new InputFileException(directory.runs().path(), "holds records that were made from other data '"
                        + data.get() + "', of SHA-256 " + there + " instead of " + here
                        + "; choose another folder with --out, or delete this one");
            }
            all.put(data.get(), there);
        }
        return new DataSums(all);
    }

    private static Map<String, String> recorded(StudyDirectory directory) {
        try {
            return directory.runs().manifest().map(Manifest::configuration).orElse(Map.of());
        } catch (InputFileException damaged) {
            return Map.of(); // it is written anew
        }
    }

    /**
     * Checks that data are those of the study.
     *
     * @param settings the settings of a cell
     * @param data     the data that seed 0 draws
     * @throws IOException if they are not; data of which no sum is known are accepted
     */
    public void require(Map<String, String> settings, DataSet data) throws IOException {
        String words = DataSettings.words(settings);
        String sum = byData.getOrDefault(words, data.sha256());
        if (!sum.equals(data.sha256())) {
            throw new IOException("the data '" + words + "' here are not those of the study: their SHA-256 is "
                    + data.sha256() + ", not " + sum);
        }
    }

    /** The data that an entry of a configuration is about; empty if it is about something else. */
    static Optional<String> dataOf(String entry) {
        return entry.startsWith(ENTRY) ? Optional.of(entry.substring(ENTRY.length())) : Optional.empty();
    }
}
