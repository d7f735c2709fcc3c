package org.leastaction.bench.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar says it is. */
final class LapVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Lap.class.getPackage().getImplementationVersion()).orElse("development");
        return new String[] {"lap " + version};
    }
}
