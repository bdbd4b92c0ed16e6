#pragma once

#include "core/jobs/JobStore.h"
#include "core/shared/SqlConnection.h"
#include "tests/core/jobs/JobFixtures.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

namespace calotype::tests {

/// What the tests of a JobStore share: a database in a folder of its own.
class JobStoreBench : public QObject
{
    Q_OBJECT

protected:
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path() const { return m_folder->filePath(QStringLiteral("data/queue.db")); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
};

} // namespace calotype::tests
