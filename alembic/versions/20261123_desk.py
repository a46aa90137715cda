"""Designs that are used again or changed, removals that two people decide, appeals, who acts."""

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0006_desk'
down_revision = '0005_participation'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('design_template',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('region_id', sa.Uuid(), nullable=False),
    sa.Column('name', sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
    sa.Column('design', sa.JSON(), nullable=False),
    sa.Column('created_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['region_id'], ['region.id'], name=op.f('fk_design_template_region_id_region')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_design_template')),
    sa.UniqueConstraint('region_id', 'name', name=op.f('uq_design_template_region_id_name'))
    )
    op.create_table('design_change',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('part', sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    sa.Column('before', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('after', sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('account_id', sa.Uuid(), nullable=True),
    sa.Column('changed_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_design_change_account_id_account')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_design_change_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_design_change'))
    )
    with op.batch_alter_table('design_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_design_change_dialogue_id'), ['dialogue_id'], unique=False)

    op.create_table('removal_request',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
    sa.Column('note', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=False),
    sa.Column('asked_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=True),
    sa.Column('decided_by', sa.Uuid(), nullable=True),
    sa.Column('decided_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['asked_by'], ['account.id'], name=op.f('fk_removal_request_asked_by_account')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_removal_request_contribution_id_contribution')),
    sa.ForeignKeyConstraint(['decided_by'], ['account.id'], name=op.f('fk_removal_request_decided_by_account')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_removal_request_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_removal_request'))
    )
    with op.batch_alter_table('removal_request', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_removal_request_contribution_id'), ['contribution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_removal_request_dialogue_id'), ['dialogue_id'], unique=False)

    op.create_table('appeal',
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('contribution_id', sa.Uuid(), nullable=False),
    sa.Column('dialogue_id', sa.Uuid(), nullable=False),
    sa.Column('text', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('made_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
    sa.Column('upheld', sa.Boolean(), nullable=True),
    sa.Column('answer', sqlmodel.sql.sqltypes.AutoString(length=1000), nullable=False),
    sa.Column('answered_by', sa.Uuid(), nullable=True),
    sa.Column('answered_at', sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['answered_by'], ['account.id'], name=op.f('fk_appeal_answered_by_account')),
    sa.ForeignKeyConstraint(['contribution_id'], ['contribution.id'], name=op.f('fk_appeal_contribution_id_contribution')),
    sa.ForeignKeyConstraint(['decision_id'], ['moderation_decision.id'], name=op.f('fk_appeal_decision_id_moderation_decision')),
    sa.ForeignKeyConstraint(['dialogue_id'], ['dialogue.id'], name=op.f('fk_appeal_dialogue_id_dialogue')),
    sa.PrimaryKeyConstraint('decision_id', name=op.f('pk_appeal'))
    )
    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appeal_contribution_id'), ['contribution_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_appeal_dialogue_id'), ['dialogue_id'], unique=False)

    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.add_column(sa.Column('who_acts', sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False, server_default=''))


def downgrade() -> None:
    with op.batch_alter_table('contribution', schema=None) as batch_op:
        batch_op.drop_column('who_acts')

    with op.batch_alter_table('appeal', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_appeal_dialogue_id'))
        batch_op.drop_index(batch_op.f('ix_appeal_contribution_id'))

    op.drop_table('appeal')
    with op.batch_alter_table('removal_request', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_removal_request_dialogue_id'))
        batch_op.drop_index(batch_op.f('ix_removal_request_contribution_id'))

    op.drop_table('removal_request')
    with op.batch_alter_table('design_change', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_design_change_dialogue_id'))

    op.drop_table('design_change')
    op.drop_table('design_template')
