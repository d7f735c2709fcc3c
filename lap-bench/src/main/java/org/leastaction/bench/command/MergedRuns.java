package org.leastaction.bench.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.leastaction.bench.record.RunDirectory;
import org.leastaction.bench.record.RunRecord;
import org.leastaction.io.AtomicFiles;

/** Several run directories as one. */
final class MergedRuns {

    private MergedRuns() {}

    /**
     * Copies the records, particles and decoded samples of all runs into a folder.
     *
     * @throws BadInput if the folder holds records already, or two runs have records of one id
     */
    static RunDirectory write(List<RunDirectory> runs, Path folder) throws IOException {
        checkIds(runs);
        RunDirectory merged = RunDirectory.create(folder);
        if (!merged.isEmpty()) {
            throw new BadInput(folder + " holds records already; name a folder without, to put the merged ones in");
        }
        for (RunDirectory run : runs) {
            for (RunRecord record : run.records().all()) {
                copy(run.particlesFile(record.id()), merged.particlesFile(record.id()));
                copy(run.decodingsFile(record.id()), merged.decodingsFile(record.id()));
                merged.append(record);
            }
        }
        return merged;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.createDirectories(to.getParent());
            AtomicFiles.write(to, out -> Files.copy(from, out));
        }
    }

    private static void checkIds(List<RunDirectory> runs) throws IOException {
        Set<String> ids = new HashSet<>();
        for (RunDirectory run : runs) {
            for (RunRecord record : run.records().all()) {
                if (!ids.add(record.id())) {
                    throw new BadInput("the record " + record.id() + " is in more than one of the folders;"
                            + " report them one by one, without --out");
                }
            }
        }
    }
}
