#include "tests/support/TestMain.h"
#include "ui/ModelList.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <memory>

using namespace calotype;
using namespace calotype::ui;
using TestModel = QAbstractItemModelTester;

namespace {

constexpr auto kReport = TestModel::FailureReportingMode::QtTest;

QString modelPath(const char *name)
{
    return QStringLiteral(CALOTYPE_TEST_DATA "/models/") + QLatin1String(name);
}

/// Of the folders that the user added.
models::CatalogFolders added(const QString &folder)
{
    models::CatalogFolders folders;
    folders.added = {folder.toStdString()};
    return folders;
}

} // namespace

class ModelListTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelsOfAFolderAreListed();
    void openedModelIsListedOnce();
    void onlyTheNewestScanCounts();
    void modelThatIsGoneLeavesTheList();
    void deletedWhileItScans();
};

void ModelListTest::modelsOfAFolderAreListed()
{
    const models::ModelCatalog catalog(added(modelPath("")));
    ModelList list(catalog);
    const TestModel tester(&list, kReport);
    QSignalSpy scanned(&list, &ModelList::scanned);
    QVERIFY(!list.isScanning() && !list.isKnownEmpty());
    list.refresh();
    QVERIFY(list.isScanning());
    QTRY_COMPARE(scanned.size(), 1);
    QVERIFY(!list.isScanning());
    const int row = list.rowOf(modelPath("sd15-tiny"));
    QVERIFY(row >= 0);
    QVERIFY(list.rowOf(modelPath("sdxl-tiny.safetensors")) >= 0);
    QCOMPARE(list.rowOf(modelPath("none")), -1);
    const QModelIndex index = list.index(row);
    QVERIFY(!index.data().toString().isEmpty());
    QVERIFY(index.data(ModelList::DetailRole).toString().contains(QStringLiteral("folder")));
    QVERIFY(index.data(ModelList::ParametersRole).value<PartSizes>().total() > 0);
    QVERIFY(!index.data(ModelList::NativeSizeRole).toSize().isEmpty());
}

void ModelListTest::openedModelIsListedOnce()
{
    const QTemporaryDir empty;
    const models::ModelCatalog catalog(added(empty.path()));
    ModelList list(catalog);
    const TestModel tester(&list, kReport);
    QSignalSpy scanned(&list, &ModelList::scanned);
    list.refresh();
    QTRY_COMPARE(scanned.size(), 1);
    QVERIFY(list.isKnownEmpty());
    const QString model = modelPath("sdxl-tiny.safetensors");
    list.open(model);
    QTRY_COMPARE(scanned.size(), 2);
    list.open(model);
    QTRY_COMPARE(scanned.size(), 3);
    QCOMPARE(list.rowCount(), 1);
    QCOMPARE(list.rowOf(model), 0);
    QCOMPARE(list.opened(), QStringList{model});
    list.setOpened({model, model});
    QCOMPARE(list.opened(), QStringList{model});
}

void ModelListTest::onlyTheNewestScanCounts()
{
    const models::ModelCatalog catalog(added(modelPath("")));
    ModelList list(catalog);
    const TestModel tester(&list, kReport);
    QSignalSpy scanned(&list, &ModelList::scanned);
    for (int i = 0; i < 3; ++i)
        list.refresh();
    QTRY_VERIFY(!list.isScanning());
    QCOMPARE(scanned.size(), 1);
    QVERIFY(list.rowOf(modelPath("sd15-tiny")) >= 0); // it was not stopped with the others
}

void ModelListTest::modelThatIsGoneLeavesTheList()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("a.safetensors"));
    QVERIFY(QFile::copy(modelPath("sdxl-tiny.safetensors"), path));
    const models::ModelCatalog catalog(added(folder.path()));
    ModelList list(catalog);
    const TestModel tester(&list, kReport);
    QSignalSpy scanned(&list, &ModelList::scanned);
    list.refresh();
    QTRY_COMPARE(scanned.size(), 1);
    QCOMPARE(list.rowCount(), 1);
    QVERIFY(QFile::remove(path));
    list.refresh();
    QCOMPARE(list.rowCount(), 1); // what was there stays until it is known
    QTRY_COMPARE(scanned.size(), 2);
    QVERIFY(list.isKnownEmpty());
}

void ModelListTest::deletedWhileItScans()
{
    const models::ModelCatalog catalog(added(modelPath("")));
    auto list = std::make_unique<ModelList>(catalog);
    list->refresh();
    list.reset();
    QCoreApplication::processEvents(); // the answer finds nobody
    QVERIFY(!list);
}

CALOTYPE_TEST(ModelListTest)
#include "ModelListTest.moc"
